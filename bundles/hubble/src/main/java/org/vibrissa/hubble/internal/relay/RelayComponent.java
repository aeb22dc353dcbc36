package org.vibrissa.hubble.internal.relay;

import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.vibrissa.fleet.Fleet;
import org.vibrissa.fleet.FleetCredentials;
import org.vibrissa.hubble.internal.serve.HubbleSettings;
import org.vibrissa.runtime.Node;
import org.vibrissa.state.ResourceStore;

/** The fleet's listener; a change of the settings makes a new one. */
@Component(
        service = RelayComponent.class,
        immediate = true,
        configurationPid = {HubbleSettings.PID, RelaySettings.PID})
public final class RelayComponent {
    private final RelayLife life;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Fleet fleet;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile FleetCredentials credentials;

    @Activate
    public RelayComponent(
            @Reference Node node,
            @Reference ResourceStore store,
            HubbleSettings server,
            RelaySettings settings) {
        life =
                new RelayLife(
                        new RelayLife.Surroundings(
                                node,
                                store,
                                () -> Optional.ofNullable(fleet),
                                () -> Optional.ofNullable(credentials)),
                        server,
                        settings);
        life.start();
    }

    @Deactivate
    void stop() {
        life.close();
    }

    /** How it is, in a few words. */
    public String summary() {
        return life.summary();
    }
}
