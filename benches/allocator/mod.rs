//! The allocator of the program, where it has one of its own.

#[cfg(all(target_os = "linux", target_arch = "x86_64", feature = "cli"))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;
