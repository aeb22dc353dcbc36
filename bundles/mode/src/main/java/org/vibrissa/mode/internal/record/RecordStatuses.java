package org.vibrissa.mode.internal.record;

import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.state.ChangeType;
import org.vibrissa.state.Phase;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceEvent;
import org.vibrissa.state.ResourceStore;
import org.vibrissa.state.Subscription;

/** Says what became of ModeSwap and ReceiptKey resources, also of those from before a restart. */
@Component(service = RecordStatuses.class, immediate = true)
public final class RecordStatuses {
    private final ResourceStore store;
    private final List<Subscription> watches;

    @Activate
    public RecordStatuses(@Reference ResourceStore store) {
        this.store = store;
        watches =
                List.of(
                        store.watch(ModeSwapKind.NAME, "vib-mode-swaps", this::tell),
                        store.watch("ReceiptKey", "vib-mode-keys", this::tell));
    }

    @Deactivate
    void stop() {
        watches.forEach(Subscription::close);
    }

    private void tell(ResourceEvent event) {
        if (event.type() == ChangeType.DELETED) {
            return;
        }
        Resource resource = event.resource();
        String word = resource.spec().path("phase").asText("");
        boolean over = word.isEmpty() || SwapPhase.of(word).over();
        store.setStatus(
                resource.key(),
                resource.metadata().generation(),
                over ? Phase.READY : Phase.PENDING,
                over ? resource.spec().path("reason").asText("") : word,
                Map.of());
    }
}
