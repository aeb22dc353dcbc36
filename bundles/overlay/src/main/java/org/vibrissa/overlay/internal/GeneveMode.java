package org.vibrissa.overlay.internal;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.node.ForwardMode;

/** Mode {@code geneve}. */
@Component(service = ForwardMode.class)
public final class GeneveMode extends TunnelMode {
    @Activate
    public GeneveMode(@Reference Overlay overlay) {
        super(overlay, Format.GENEVE);
    }
}
