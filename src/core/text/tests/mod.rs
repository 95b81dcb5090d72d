mod folding;
mod showing;
