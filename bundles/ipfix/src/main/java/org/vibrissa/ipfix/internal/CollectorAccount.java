package org.vibrissa.ipfix.internal;

import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.vibrissa.flow.FlowAccount;
import org.vibrissa.ipfix.internal.collector.Collector;

/** A collector's books as a service; one of these for each collector. */
@Component(service = FlowAccount.class, factory = CollectorAccount.FACTORY)
public final class CollectorAccount implements FlowAccount {
    static final String FACTORY = "org.vibrissa.ipfix.account";

    /** The property with the {@link Collector}. */
    static final String COLLECTOR = "collector";

    private final Collector collector;

    @Activate
    public CollectorAccount(Map<String, Object> properties) {
        collector = (Collector) properties.get(COLLECTOR);
    }

    @Override
    public String name() {
        return "ipfix:" + collector.address();
    }

    @Override
    public Reading read() {
        return collector.books().read().events();
    }
}
