package org.vibrissa.mode.internal.cli;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.mode.internal.run.ModeService;
import picocli.CommandLine.Command;

/** {@code vibrissa mode confirm}. */
@Component(service = CommandProvider.class)
public final class ModeConfirm extends ModeCommand {
    private final ModeService service;

    @Activate
    public ModeConfirm(@Reference ModeService service) {
        super("mode confirm", "vibrissa mode confirm");
        this.service = service;
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(service, invocation);
    }

    @Command(
            description = "Says that the new mode stays, to a change that was begun with --manual.")
    private record Run(ModeService service, Invocation invocation) implements Runnable {
        @Override
        public void run() {
            String text = ask(() -> service.confirm());
            invocation.print(java.util.Map.of("text", text), out -> out.println(text));
        }
    }
}
