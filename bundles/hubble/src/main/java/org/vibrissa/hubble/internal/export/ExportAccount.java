package org.vibrissa.hubble.internal.export;

import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.vibrissa.flow.FlowAccount;

/** An exporter's books as a service; one of these for each exporter. */
@Component(service = FlowAccount.class, factory = ExportAccount.FACTORY)
public final class ExportAccount implements FlowAccount {
    static final String FACTORY = "org.vibrissa.hubble.export.account";

    /** The property with the {@link Exporter}. */
    static final String EXPORTER = "exporter";

    private final Exporter exporter;

    @Activate
    public ExportAccount(Map<String, Object> properties) {
        exporter = (Exporter) properties.get(EXPORTER);
    }

    @Override
    public String name() {
        return "json:" + exporter.spec().file();
    }

    @Override
    public Reading read() {
        return exporter.books().read();
    }
}
