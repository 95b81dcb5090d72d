mod folding;
mod html;
mod showing;
