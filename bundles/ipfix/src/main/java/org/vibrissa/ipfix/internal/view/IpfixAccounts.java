package org.vibrissa.ipfix.internal.view;

import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.flow.FlowAccounts;
import org.vibrissa.ipfix.internal.IpfixExporter;
import org.vibrissa.ipfix.internal.collector.Collector;

/** The collectors' books for the ledger. */
@Component
public final class IpfixAccounts implements FlowAccounts {
    private final IpfixExporter exporter;

    @Activate
    public IpfixAccounts(@Reference IpfixExporter exporter) {
        this.exporter = exporter;
    }

    @Override
    public List<Collector> accounts() {
        return exporter.collectors();
    }
}
