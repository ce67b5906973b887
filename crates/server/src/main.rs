//! The binary: everything is in the library.

/// Gives back to the system what has been freed: glibc's keeps 38 MiB once two passwords have been hashed.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    grantor::cli::main()
}
