package org.vibrissa.mode.internal.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.state.ApplyOptions;
import org.vibrissa.state.Document;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.ResourceStore;

/** The book as resources of kind ModeSwap; the last {@value #KEPT} that are over are kept. */
@Component(service = SwapBook.class)
public final class StoreSwapBook implements SwapBook {
    private static final int KEPT = 20;

    private final ResourceStore store;

    /** The kind is asked for so that the store knows it first. */
    @Activate
    public StoreSwapBook(@Reference ResourceStore store, @Reference ModeSwapKind kind) {
        this.store = store;
    }

    @Override
    public List<SwapRecord> all() {
        return store.list(ModeSwapKind.NAME).stream()
                .map(Resource::spec)
                .map(SwapRecord::of)
                .toList();
    }

    @Override
    public void write(SwapRecord record) {
        List<ResourceKey> old = new ArrayList<>();
        if (record.phase() == SwapPhase.PREPARED) {
            List<SwapRecord> over = all().stream().filter(r -> r.phase().over()).toList();
            over.stream()
                    .limit(Math.max(0, over.size() - KEPT))
                    .filter(r -> !r.id().equals(record.id()))
                    .forEach(r -> old.add(ResourceKey.of(ModeSwapKind.NAME, r.id())));
        }
        Document document =
                Document.of(
                        "mode set",
                        ModeSwapKind.API_VERSION,
                        ModeSwapKind.NAME,
                        record.id(),
                        Map.of(),
                        record.json());
        store.update(List.of(document), old, ApplyOptions.DAEMON);
    }
}
