package org.vibrissa.endpoint.internal.host;

import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.endpoint.EndpointForm;
import org.vibrissa.endpoint.internal.realise.Reconciler;
import org.vibrissa.runtime.Footprint;

/** What the endpoint bundle did to the host. */
@Component
public final class EndpointFootprint implements Footprint {
    private final Reconciler reconciler;
    private final Masquerade masquerade;

    @Activate
    public EndpointFootprint(@Reference Reconciler reconciler, @Reference Masquerade masquerade) {
        this.reconciler = reconciler;
        this.masquerade = masquerade;
    }

    @Override
    public String owner() {
        return "endpoint";
    }

    @Override
    public int layer() {
        return 300;
    }

    @Override
    public List<Item> items() {
        List<Item> items = new ArrayList<>();
        reconciler.list().stream()
                .filter(endpoint -> endpoint.form() == EndpointForm.NETNS)
                .forEach(
                        endpoint ->
                                items.add(
                                        new Item(
                                                "link",
                                                endpoint.device(),
                                                "veth of endpoint " + endpoint.key().name())));
        masquerade
                .name()
                .ifPresent(
                        name ->
                                items.add(
                                        new Item(
                                                "nft-table",
                                                "inet " + name,
                                                "masquerades endpoints toward the outside")));
        return items;
    }

    @Override
    public void purge() {
        reconciler.purge();
        masquerade.purge();
    }
}
