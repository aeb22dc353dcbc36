package org.vibrissa.bpf.internal.link;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.vibrissa.bpf.BpfLink;
import org.vibrissa.bpf.BpfProgram;
import org.vibrissa.bpf.internal.kernel.Bpf;
import org.vibrissa.bpf.internal.kernel.Fd;
import org.vibrissa.bpf.internal.kernel.LinkCalls;
import org.vibrissa.bpf.internal.kernel.ObjectInfo;
import org.vibrissa.bpf.internal.map.LoadedProgram;
import org.vibrissa.bpf.internal.own.PinFolder;

/** An attachment that is a link of the kernel. */
final class FdLink implements BpfLink {
    private final LinkCalls calls;
    private final ObjectInfo infos;
    private final Fd fd;
    private final Form form;
    private final String target;
    private final Optional<Path> pin;
    private final int id;

    FdLink(LinkCalls calls, ObjectInfo infos, Fd fd, Form form, String target, Optional<Path> pin) {
        this.calls = calls;
        this.infos = infos;
        this.fd = fd;
        this.form = form;
        this.target = target;
        this.pin = pin;
        this.id = ask(ObjectInfo.Link::id).orElse(0);
    }

    private <T> Optional<T> ask(Function<ObjectInfo.Link, T> question) {
        int number = fd.acquire();
        try {
            return infos.link(number).map(question);
        } finally {
            fd.release();
        }
    }

    @Override
    public Form form() {
        return form;
    }

    @Override
    public String target() {
        return target;
    }

    @Override
    public int ifindex() {
        return ask(ObjectInfo.Link::ifindex).orElse(0);
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public int programId() {
        return attached() ? ask(ObjectInfo.Link::program).orElse(0) : 0;
    }

    @Override
    public Optional<String> pin() {
        return pin.map(PinNames::linkName);
    }

    @Override
    public boolean attached() {
        return ask(form == Form.CGROUP
                        ? (ObjectInfo.Link l) -> l.cgroup() != 0
                        : (ObjectInfo.Link l) -> l.ifindex() != 0)
                .orElse(false);
    }

    @Override
    public synchronized void update(BpfProgram program) {
        LoadedProgram loaded = LoadedProgram.of(program);
        int link = fd.acquire();
        try {
            int number = loaded.fd().acquire();
            try {
                int error = calls.update(link, number);
                if (error != 0) {
                    throw Bpf.failed("put " + loaded + " on " + target, error, hint(error));
                }
            } finally {
                loaded.fd().release();
            }
        } finally {
            fd.release();
        }
    }

    private String hint(int error) {
        return error == -67 ? "the device or cgroup is gone: attach anew" : "";
    }

    @Override
    public synchronized void detach() {
        if (fd.closed()) {
            return;
        }
        pin.ifPresent(PinFolder::remove);
        int link = fd.acquire();
        try {
            // A device or cgroup that is gone has taken the attachment with it.
            int error = calls.detach(link);
            if (error != 0 && attached()) {
                throw Bpf.failed("detach from " + target, error);
            }
        } finally {
            fd.release();
            fd.close();
        }
    }

    @Override
    public void close() {
        fd.close();
    }
}
