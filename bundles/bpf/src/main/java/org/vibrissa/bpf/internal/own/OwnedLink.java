package org.vibrissa.bpf.internal.own;

import java.util.Optional;
import org.vibrissa.bpf.BpfLink;
import org.vibrissa.bpf.BpfProgram;

/** A bundle's link: forgotten once it has ended. */
final class OwnedLink implements BpfLink {
    private final BpfLink link;
    private volatile boolean ended;

    OwnedLink(BpfLink link) {
        this.link = link;
    }

    /** Whether it was closed or detached. */
    boolean ended() {
        return ended;
    }

    @Override
    public Form form() {
        return link.form();
    }

    @Override
    public String target() {
        return link.target();
    }

    @Override
    public int ifindex() {
        return link.ifindex();
    }

    @Override
    public int id() {
        return link.id();
    }

    @Override
    public int programId() {
        return link.programId();
    }

    @Override
    public Optional<String> pin() {
        return link.pin();
    }

    @Override
    public boolean attached() {
        return link.attached();
    }

    @Override
    public void update(BpfProgram program) {
        link.update(program);
    }

    @Override
    public void detach() {
        link.detach();
        ended = true;
    }

    @Override
    public void close() {
        link.close();
        ended = true;
    }

    @Override
    public String toString() {
        return "link on " + link.target();
    }
}
