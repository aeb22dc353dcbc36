package org.vibrissa.hubble.internal.observe;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.hubble.internal.client.Servers;
import org.vibrissa.hubble.internal.expression.FlowExpressions;
import picocli.CommandLine.Model.CommandSpec;

/** {@code vibrissa observe}. */
@Component
public final class ObserveCommand implements CommandProvider {
    private final Servers servers;
    private final FlowExpressions expressions;

    @Activate
    public ObserveCommand(@Reference Servers servers, @Reference FlowExpressions expressions) {
        this.servers = servers;
        this.expressions = expressions;
    }

    @Override
    public String path() {
        return "observe";
    }

    @Override
    public String section() {
        return "Flows";
    }

    @Override
    public int order() {
        return 10;
    }

    @Override
    public boolean structured() {
        return false;
    }

    @Override
    public String example() {
        return "vibrissa observe -f --to-label org=empire --verdict DROPPED --print-policy-names";
    }

    @Override
    public Object command(Invocation invocation) {
        Observe observe = new Observe(servers, expressions, invocation);
        CommandSpec spec = CommandSpec.forAnnotatedObject(observe);
        observe.filterOptions().addTo(spec);
        return spec;
    }
}
