package org.vibrissa.state.internal.cli;

import java.io.PrintWriter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.state.ResourceStore;
import org.vibrissa.state.StoreHealth;
import picocli.CommandLine.Command;

/** {@code vibrissa state status}. */
@Component(service = CommandProvider.class)
public final class StateStatus extends StateCommand {
    private final ResourceStore store;

    @Activate
    public StateStatus(@Reference ResourceStore store) {
        super("status");
        this.store = store;
    }

    @Override
    public int order() {
        return 10;
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(store, invocation);
    }

    @Command(description = "Shows how the store of resources is.")
    private record Run(ResourceStore store, Invocation invocation) implements Runnable {
        @Override
        public void run() {
            StoreHealth health = store.health();
            invocation.print(health, out -> print(health, out));
        }

        private static void print(StoreHealth health, PrintWriter out) {
            out.println("State:       " + state(health));
            if (!health.reason().isEmpty()) {
                out.println("Reason:      " + health.reason());
            }
            out.println("Resources:   " + health.resources());
            out.println("Revision:    " + health.revision());
            out.println("Generation:  " + health.generation());
            out.println("Log:         " + health.logBytes() + " bytes");
            out.println("Listeners:   " + health.listenerFailures() + " failed calls");
        }

        private static String state(StoreHealth health) {
            if (!health.initialised()) {
                return "not readable";
            }
            return health.writable() ? "OK" : "read-only";
        }
    }
}
