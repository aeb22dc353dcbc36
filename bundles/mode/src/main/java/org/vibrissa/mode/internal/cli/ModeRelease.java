package org.vibrissa.mode.internal.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.mode.internal.run.LocalChange;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code vibrissa mode release}. */
@Component(service = CommandProvider.class)
public final class ModeRelease extends ModeCommand {
    private final LocalChange local;

    @Activate
    public ModeRelease(@Reference LocalChange local) {
        super("mode release", "vibrissa mode release default");
        this.local = local;
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(local, invocation);
    }

    @Command(
            description =
                    "This host alone: accepts no mode but the one in force, the last step after"
                            + " mode set --accept-only and --local.")
    private static final class Run implements Runnable {
        private final LocalChange local;
        private final Invocation invocation;

        @Parameters(paramLabel = "GROUP", description = "Path group, or default.")
        private String group;

        Run(LocalChange local, Invocation invocation) {
            this.local = local;
            this.invocation = invocation;
        }

        @Override
        public void run() {
            ObjectNode said = ask(() -> local.release(group));
            invocation.print(said, out -> out.println(said.path("text").asText()));
        }
    }
}
