package org.example.packetcount;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.bpf.BpfLoader;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;

/** {@code vibrissa packetcount allow}. */
@Component
public final class Allow implements CommandProvider {
    private final BpfLoader loader;

    /** Over the maps that this loader has pinned. */
    @Activate
    public Allow(@Reference BpfLoader loader) {
        this.loader = loader;
    }

    @Override
    public String path() {
        return "packetcount allow";
    }

    @Override
    public String example() {
        return "vibrissa packetcount allow --port 80";
    }

    @Override
    public boolean structured() {
        return false;
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(loader, invocation);
    }

    @Command(description = "Lets pass again what was denied.")
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
            if (!new Denials(loader).allow(subject)) {
                throw CommandFailed.failed(
                        SubjectChoice.text(subject) + " is not denied",
                        "vibrissa packetcount denied lists what is");
            }
            invocation.out().println("allowed: " + SubjectChoice.text(subject));
        }
    }
}
