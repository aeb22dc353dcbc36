package org.vibrissa.mode.internal.cli;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.mode.internal.run.ModeService;
import picocli.CommandLine.Command;

/** {@code vibrissa mode abort}. */
@Component(service = CommandProvider.class)
public final class ModeAbort extends ModeCommand {
    private final ModeService service;

    @Activate
    public ModeAbort(@Reference ModeService service) {
        super("mode abort", "vibrissa mode abort");
        this.service = service;
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(service, invocation);
    }

    @Command(
            description = {
                "Goes back from the change of a mode that is going on, on all hosts.",
                "A change that is confirmed cannot be aborted; set the old mode instead."
            })
    private record Run(ModeService service, Invocation invocation) implements Runnable {
        @Override
        public void run() {
            String text = ask(() -> service.abort("aborted by " + invocation.peer()));
            invocation.print(java.util.Map.of("text", text), out -> out.println(text));
        }
    }
}
