//! Starts the client.

fn main() {
    raupe_app::start();
}
