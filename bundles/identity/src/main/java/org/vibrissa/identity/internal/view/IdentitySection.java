package org.vibrissa.identity.internal.view;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.DebugSection;
import org.vibrissa.identity.Identities;

/** Identities in a bug report. */
@Component
public final class IdentitySection implements DebugSection {
    private final Identities identities;

    @Activate
    public IdentitySection(@Reference Identities identities) {
        this.identities = identities;
    }

    @Override
    public String name() {
        return "identities";
    }

    @Override
    public Object collect() {
        return identities.list().stream().map(IdentityRow::of).toList();
    }
}
