package org.example.packetcount;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.bpf.BpfLoader;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;

/** {@code vibrissa packetcount deny}. */
@Component
public final class Deny implements CommandProvider {
    /** Hubble's name for it is POLICY_DENY. */
    private static final int REASON = 181;

    private final BpfLoader loader;

    /** Over the maps that this loader has pinned. */
    @Activate
    public Deny(@Reference BpfLoader loader) {
        this.loader = loader;
    }

    @Override
    public String path() {
        return "packetcount deny";
    }

    @Override
    public String example() {
        return "vibrissa packetcount deny --port 80";
    }

    @Override
    public boolean structured() {
        return false;
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(loader, invocation);
    }

    @Command(description = "Drops packets to a port, or from and to an endpoint, from now on.")
    private static final class Run implements Runnable {
        private final BpfLoader loader;
        private final Invocation invocation;

        @ArgGroup(multiplicity = "1")
        private SubjectChoice choice;

        Run(BpfLoader loader, Invocation invocation) {
            this.loader = loader;
            this.invocation = invocation;
        }

        @Override
        public void run() {
            var subject = choice.subject();
            new Denials(loader).deny(subject, REASON);
            invocation.out().println("denied: " + SubjectChoice.text(subject));
        }
    }
}
