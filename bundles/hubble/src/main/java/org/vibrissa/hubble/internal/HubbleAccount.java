package org.vibrissa.hubble.internal;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.flow.FlowAccount;

/**
 * The server's books. Apart from the server, which asks the ledger for losses while the ledger asks
 * for these.
 */
@Component
public final class HubbleAccount implements FlowAccount {
    private final HubbleComponent hubble;

    @Activate
    public HubbleAccount(@Reference HubbleComponent hubble) {
        this.hubble = hubble;
    }

    @Override
    public String name() {
        return "hubble";
    }

    @Override
    public Reading read() {
        return hubble.account();
    }
}
