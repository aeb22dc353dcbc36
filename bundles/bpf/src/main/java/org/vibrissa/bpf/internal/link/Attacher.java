package org.vibrissa.bpf.internal.link;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.vibrissa.bpf.BpfLink;
import org.vibrissa.bpf.BpfLoader.Order;
import org.vibrissa.bpf.CgroupAttach;
import org.vibrissa.bpf.Direction;
import org.vibrissa.bpf.internal.kernel.Bpf;
import org.vibrissa.bpf.internal.kernel.Errno;
import org.vibrissa.bpf.internal.kernel.Fd;
import org.vibrissa.bpf.internal.kernel.HostFiles;
import org.vibrissa.bpf.internal.kernel.LinkCalls;
import org.vibrissa.bpf.internal.kernel.ObjectInfo;
import org.vibrissa.bpf.internal.map.LoadedProgram;
import org.vibrissa.bpf.internal.own.PinFolder;

/** Attaches programs, or adopts what a pin tells is attached already. Thread-safe. */
public final class Attacher {
    private static final int TYPE_CGROUP = 3;
    private static final int TYPE_XDP = 6;
    private static final int TYPE_TCX = 11;
    private static final int XDP_GENERIC = 1 << 1;

    private final LinkCalls calls;
    private final ObjectInfo infos;
    private final PinFolder pins;
    private final boolean tcx;
    private final ClsactAttacher clsact;

    /**
     * An attacher for one node.
     *
     * @param tcx whether the kernel has tcx links
     */
    public Attacher(Bpf bpf, PinFolder pins, boolean tcx) {
        this.calls = new LinkCalls(bpf);
        this.infos = new ObjectInfo(bpf);
        this.pins = pins;
        this.tcx = tcx;
        this.clsact = new ClsactAttacher(pins);
    }

    /**
     * Attaches to a device's packets.
     *
     * @param folder the owner's pins
     */
    public BpfLink tc(
            LoadedProgram program,
            int ifindex,
            Direction direction,
            Order order,
            Path folder,
            Optional<String> pin) {
        boolean egress = direction == Direction.EGRESS;
        if (!tcx) {
            return clsact.attach(program, ifindex, egress, order, folder, pin);
        }
        int type = LinkCalls.TCX_INGRESS + (egress ? 1 : 0);
        int flags = order == Order.FIRST ? LinkCalls.BEFORE : LinkCalls.AFTER;
        String target = Targets.device(ifindex, egress);
        return adopt(folder, pin, program, l -> at(l, TYPE_TCX, ifindex) && l.attachType() == type)
                .orElseGet(
                        () -> {
                            int fd = create(program, ifindex, type, flags);
                            return made(fd, program, BpfLink.Form.TCX, target, folder, pin);
                        });
    }

    /** Attaches to a device's driver, or generically where it has no XDP. */
    public BpfLink xdp(LoadedProgram program, int ifindex, Path folder, Optional<String> pin) {
        return adopt(folder, pin, program, l -> at(l, TYPE_XDP, ifindex))
                .orElseGet(
                        () -> {
                            int fd = create(program, ifindex, LinkCalls.XDP, 0);
                            if (fd == -Errno.EOPNOTSUPP) {
                                fd = create(program, ifindex, LinkCalls.XDP, XDP_GENERIC);
                            }
                            String target = "ifindex " + ifindex + " xdp";
                            return made(fd, program, BpfLink.Form.XDP, target, folder, pin);
                        });
    }

    /** Attaches to a cgroup. */
    public BpfLink cgroup(
            LoadedProgram program,
            Path cgroup,
            CgroupAttach attach,
            Path folder,
            Optional<String> pin) {
        int type = CgroupTypes.number(attach);
        int cgroupFd = HostFiles.openFolder(cgroup.toString());
        if (cgroupFd < 0) {
            throw Bpf.failed("open cgroup " + cgroup, cgroupFd);
        }
        try {
            long id = CgroupTypes.id(cgroup);
            return adopt(
                            folder,
                            pin,
                            program,
                            l ->
                                    l.type() == TYPE_CGROUP
                                            && l.attachType() == type
                                            && l.cgroup() == id)
                    .orElseGet(
                            () -> {
                                int fd = create(program, cgroupFd, type, 0);
                                String target = cgroup + " " + CgroupTypes.label(attach);
                                return made(fd, program, BpfLink.Form.CGROUP, target, folder, pin);
                            });
        } finally {
            Bpf.close(cgroupFd);
        }
    }

    private static boolean at(ObjectInfo.Link link, int type, int ifindex) {
        return link.type() == type && link.ifindex() == ifindex;
    }

    private int create(LoadedProgram program, int target, int type, int flags) {
        int fd = program.fd().acquire();
        try {
            return calls.create(fd, target, type, flags);
        } finally {
            program.fd().release();
        }
    }

    private BpfLink made(
            int fd,
            LoadedProgram program,
            BpfLink.Form form,
            String target,
            Path folder,
            Optional<String> pin) {
        if (fd < 0) {
            String hint = fd == -Errno.ENODEV ? "no such device in this network namespace" : "";
            throw Bpf.failed("attach " + program + " to " + target, fd, hint);
        }
        Fd owned = new Fd(fd, "link on " + target);
        try {
            Optional<Path> path = pin.map(name -> pinPath(folder, name));
            path.ifPresent(p -> pins.pin(fd, p));
            return new FdLink(calls, infos, owned, form, target, path);
        } catch (RuntimeException e) {
            owned.close();
            throw e;
        }
    }

    private static Path pinPath(Path folder, String name) {
        return folder.resolve("l_" + PinNames.check(name));
    }

    /** The pinned link, running {@code program}; a pin that leads elsewhere is removed. */
    private Optional<BpfLink> adopt(
            Path folder,
            Optional<String> pin,
            LoadedProgram program,
            Predicate<ObjectInfo.Link> fits) {
        Optional<BpfLink> found = pin.flatMap(name -> open(pinPath(folder, name), fits));
        found.ifPresent(link -> link.update(program));
        return found;
    }

    private Optional<BpfLink> open(Path path, Predicate<ObjectInfo.Link> fits) {
        Optional<Integer> fd = pins.open(path);
        if (fd.isEmpty()) {
            return Optional.empty();
        }
        Fd owned = new Fd(fd.get(), "link " + path);
        Optional<ObjectInfo.Link> info = infos.link(fd.get());
        if (info.filter(fits).isEmpty()) {
            owned.close();
            PinFolder.remove(path);
            return Optional.empty();
        }
        BpfLink.Form form = form(info.get());
        String target = target(info.get(), form);
        return Optional.of(new FdLink(calls, infos, owned, form, target, Optional.of(path)));
    }

    private static BpfLink.Form form(ObjectInfo.Link link) {
        return switch (link.type()) {
            case TYPE_TCX -> BpfLink.Form.TCX;
            case TYPE_XDP -> BpfLink.Form.XDP;
            default -> BpfLink.Form.CGROUP;
        };
    }

    private static String target(ObjectInfo.Link link, BpfLink.Form form) {
        return switch (form) {
            case TCX -> Targets.device(link.ifindex(), link.attachType() > LinkCalls.TCX_INGRESS);
            case XDP -> "ifindex " + link.ifindex() + " xdp";
            default -> "cgroup " + link.cgroup() + " " + CgroupTypes.label(link.attachType());
        };
    }

    /** The link pinned under that name, as it is. */
    public Optional<BpfLink> find(Path folder, String name) {
        Optional<BpfLink> link = open(folder.resolve("l_" + PinNames.check(name)), l -> true);
        return link.isPresent() ? link : clsact.find(folder, name);
    }

    /** Names of the links pinned in a folder, without those that must not survive. */
    public static List<String> names(Path folder) {
        return PinFolder.list(folder).stream()
                .filter(p -> p.getFileName().toString().matches("[lc]_.*"))
                .map(PinNames::linkName)
                .toList();
    }

    /** Removes the attachment behind a pin of any kind, and the pin. */
    public void purge(Path pin) {
        Optional<PinNames.Filter> filter = PinNames.filter(pin);
        if (filter.isPresent()) {
            clsact.purge(pin, filter.get());
        } else if (pin.getFileName().toString().startsWith("l_")) {
            open(pin, l -> true).ifPresent(BpfLink::detach);
        } else {
            PinFolder.remove(pin);
        }
    }

    /** Whether a pin stands for a clsact filter that an ended daemon could not remove. */
    public static boolean abandoned(Path pin) {
        return PinNames.filter(pin).filter(f -> !f.survives()).isPresent();
    }
}
