package org.vibrissa.flow.internal.cli;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.flow.FlowLog;
import org.vibrissa.flow.FlowNames;

/** {@code vibrissa monitor}. */
@Component(service = CommandProvider.class)
public final class Monitor implements CommandProvider {
    private final FlowLog log;
    private final FlowNames names;

    @Activate
    public Monitor(@Reference FlowLog log, @Reference FlowNames names) {
        this.log = log;
        this.names = names;
    }

    @Override
    public String path() {
        return "monitor";
    }

    @Override
    public String section() {
        return "Flows";
    }

    @Override
    public String example() {
        return "vibrissa monitor -t drop -t policy-verdict --related-to 7";
    }

    @Override
    public Object command(Invocation invocation) {
        return new MonitorRun(log, names, invocation);
    }
}
