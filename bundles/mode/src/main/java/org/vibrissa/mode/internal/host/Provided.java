package org.vibrissa.mode.internal.host;

import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.vibrissa.node.ForwardMode;

/** The modes that bundles provide now. */
@Component(service = {Provided.class, Traffics.class})
public final class Provided implements Traffics {
    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<ForwardMode> modes = List.of();

    /** One of them. */
    public Optional<ForwardMode> get(String name) {
        return modes.stream().filter(mode -> mode.name().equals(name)).findFirst();
    }

    @Override
    public Optional<ForwardMode.Traffic> of(String mode) {
        return get(mode).map(ForwardMode::traffic);
    }
}
