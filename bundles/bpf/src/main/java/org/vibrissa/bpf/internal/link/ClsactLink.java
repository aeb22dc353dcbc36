package org.vibrissa.bpf.internal.link;

import java.nio.file.Path;
import java.util.Optional;
import org.vibrissa.bpf.BpfLink;
import org.vibrissa.bpf.BpfProgram;
import org.vibrissa.bpf.internal.kernel.Bpf;
import org.vibrissa.bpf.internal.kernel.Clsact;
import org.vibrissa.bpf.internal.kernel.Errno;
import org.vibrissa.bpf.internal.map.LoadedProgram;
import org.vibrissa.bpf.internal.own.PinFolder;

/**
 * An attachment that is a clsact filter. The kernel keeps filters over the end of who made them, so
 * a pin of the program tells each later daemon where one is.
 */
final class ClsactLink implements BpfLink {
    private final Clsact clsact;
    private final PinFolder pins;
    private final Path folder;
    private final PinNames.Filter filter;
    private boolean closed;

    ClsactLink(Clsact clsact, PinFolder pins, Path folder, PinNames.Filter filter) {
        this.clsact = clsact;
        this.pins = pins;
        this.folder = folder;
        this.filter = filter;
    }

    private Path path() {
        return folder.resolve(filter.fileName());
    }

    @Override
    public Form form() {
        return Form.CLSACT;
    }

    @Override
    public String target() {
        return Targets.device(filter.place().ifindex(), filter.place().egress());
    }

    @Override
    public int ifindex() {
        return attached() ? filter.place().ifindex() : 0;
    }

    @Override
    public int id() {
        return 0;
    }

    @Override
    public int programId() {
        return clsact.program(filter.place()).orElse(0);
    }

    @Override
    public Optional<String> pin() {
        return filter.survives() ? Optional.of(filter.name()) : Optional.empty();
    }

    @Override
    public boolean attached() {
        return programId() != 0;
    }

    @Override
    public synchronized void update(BpfProgram program) {
        if (closed) {
            throw new IllegalStateException("link on " + target() + " is closed");
        }
        LoadedProgram loaded = LoadedProgram.of(program);
        int fd = loaded.fd().acquire();
        try {
            int error = clsact.put(filter.place(), fd, filter.name());
            if (error != 0) {
                throw Bpf.failed("put " + loaded + " on " + target(), error);
            }
            pins.pin(fd, path());
        } finally {
            loaded.fd().release();
        }
    }

    @Override
    public synchronized void detach() {
        if (closed) {
            return;
        }
        closed = true;
        remove(clsact, filter);
        PinFolder.remove(path());
    }

    /** Removes a filter and, when the loader made it and nobody else uses it, its qdisc. */
    static void remove(Clsact clsact, PinNames.Filter filter) {
        int error = clsact.delete(filter.place());
        boolean gone = error == -Errno.ENODEV || error == -Errno.ENOENT || error == -Errno.EINVAL;
        if (error != 0 && !gone) {
            throw Bpf.failed("remove the filter of ifindex " + filter.place().ifindex(), error);
        }
        int ifindex = filter.place().ifindex();
        if (error == 0 && filter.ownQdisc() && !clsact.hasFilters(ifindex)) {
            clsact.deleteQdisc(ifindex);
        }
    }

    @Override
    public synchronized void close() {
        if (filter.survives()) {
            closed = true;
        } else {
            detach();
        }
    }
}
