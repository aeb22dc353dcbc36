package org.vibrissa.hubble.internal.export;

import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.flow.FlowAccount;
import org.vibrissa.flow.FlowAccounts;

/** The exporters' books for the ledger. */
@Component
public final class ExportAccounts implements FlowAccounts {
    private final ExportComponent component;

    @Activate
    public ExportAccounts(@Reference ExportComponent component) {
        this.component = component;
    }

    @Override
    public List<? extends FlowAccount> accounts() {
        return component.exporters().now();
    }
}
