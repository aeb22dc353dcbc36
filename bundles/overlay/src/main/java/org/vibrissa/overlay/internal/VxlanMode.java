package org.vibrissa.overlay.internal;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.node.ForwardMode;

/** Mode {@code vxlan}. */
@Component(service = ForwardMode.class)
public final class VxlanMode extends TunnelMode {
    @Activate
    public VxlanMode(@Reference Overlay overlay) {
        super(overlay, Format.VXLAN);
    }
}
