package org.example.packetcount;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;

/** {@code vibrissa packetcount allow}. */
@Component
public final class Allow implements CommandProvider {
    private final PacketCount packetCount;

    /** Over these rules. */
    @Activate
    public Allow(@Reference PacketCount packetCount) {
        this.packetCount = packetCount;
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
        return new Run(packetCount, invocation);
    }

    @Command(description = "Lets pass again what was denied.")
    private static final class Run implements Runnable {
        private final PacketCount packetCount;
        private final Invocation invocation;

        @ArgGroup(multiplicity = "1")
        private SubjectChoice choice;

        Run(PacketCount packetCount, Invocation invocation) {
            this.packetCount = packetCount;
            this.invocation = invocation;
        }

        @Override
        public void run() {
            var subject = choice.subject();
            if (!packetCount.allow(subject)) {
                throw CommandFailed.failed(
                        SubjectChoice.text(subject) + " is not denied",
                        "vibrissa packetcount denied lists what is");
            }
            invocation.out().println("allowed: " + SubjectChoice.text(subject));
        }
    }
}
