/**
 * The loader service: how a bundle owns eBPF programs, maps, links and pins.
 *
 * <p><b>Problem.</b> Kernel objects outlive the code that made them in ways that are easy to get
 * wrong: a forgotten descriptor leaks a program, an unpinned array empties itself when its maker
 * dies, two writers of one map silently disagree on its layout.
 *
 * <p><b>Mechanism.</b> A bundle asks for {@link org.vibrissa.bpf.BpfLoader}; the service knows the
 * asker and records all it loads, attaches and pins under it. When the bundle stops all of that is
 * released, except what it declared to survive, which stays pinned in the node's folder of bpffs
 * ({@code core/} of the datapath, {@code shared/}, {@code bundle/<symbolic name>/}) and is taken
 * over by the next version or the next daemon: links and programs in place, maps by reuse. A {@link
 * org.vibrissa.bpf.BpfObjectSpec} is pure data, a {@link org.vibrissa.bpf.BpfObject} lives in the
 * kernel.
 *
 * <p><b>Sharing.</b> The owner declares {@code Provide-Capability:
 * org.vibrissa.bpf.map;map=vib_ct4;access=rw;schema:Long=1}, a user {@code Require-Capability:
 * org.vibrissa.bpf.map;filter:="(map=vib_ct4)";access=r}. The capability {@code
 * org.vibrissa.bpf.sdk;abi:Long=1;maps:List<String>="..."} stands for a list of maps, each to be
 * read and written. A map of a shared name in a bundle's object file is then that shared map.
 *
 * <p><b>Layouts.</b> The owner of a map that survives states the version of its layout, and which
 * others it converts: {@code Provide-Capability:
 * org.vibrissa.bpf.layout;map=counts;schema:Long=2;converts:List<Long>="1"}. When the map is pinned
 * with another version only, and that one is not among the converted, a load is refused. Features
 * that a bundle cannot do without it names in {@code Require-Capability:
 * org.vibrissa.bpf.kernel;effective:=active;features:List<String>="loop"}.
 *
 * <p><b>Invariants.</b> No file descriptor leaves the loader. A codec or object file whose layout
 * differs from the live map's BTF is refused with both layouts printed. A load either succeeds
 * whole or leaves nothing. Replacing a program, a pin or a slot is atomic. A map's layout has a
 * version; {@link org.vibrissa.bpf.MapMigration} moves entries between versions under traffic.
 *
 * <p><b>Threads.</b> Everything here may be used by any thread unless it says otherwise. Views of a
 * bundle that has stopped throw {@link IllegalStateException}. Errors of the kernel are {@link
 * org.vibrissa.bpf.BpfException} with the errno by name.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package org.vibrissa.bpf;
