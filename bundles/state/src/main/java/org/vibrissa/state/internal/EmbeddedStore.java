package org.vibrissa.state.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.runtime.Node;
import org.vibrissa.state.ResourceKind;
import org.vibrissa.state.ResourceStore;
import org.vibrissa.state.StoreRecovery;
import org.vibrissa.state.internal.file.FolderDisk;
import org.vibrissa.state.internal.file.FolderLock;

/** The store in {@code <state folder>/store}, and the way back when its files are corrupt. */
@Component(service = {ResourceStore.class, StoreRecovery.class, EmbeddedStore.class})
public final class EmbeddedStore extends FileStore {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedStore.class);

    private final Path folder;
    private FolderLock lock;

    @Activate
    public EmbeddedStore(@Reference Node node) {
        this(node.stateDir().resolve("store"));
    }

    EmbeddedStore(Path folder) {
        this(folder, new FolderDisk(folder));
    }

    private EmbeddedStore(Path folder, FolderDisk disk) {
        super(disk, Clock.systemUTC());
        this.folder = folder;
        try {
            disk.prepare();
            lock = FolderLock.take(folder);
        } catch (IOException e) {
            refuse("could not take the store in " + folder + ": " + e);
            return;
        }
        open();
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            unbind = "removeKind")
    public void addKind(ResourceKind<?> kind) {
        registry().add(kind);
    }

    public void removeKind(ResourceKind<?> kind) {
        registry().remove(kind);
    }

    Path folder() {
        return folder;
    }

    @Deactivate
    @Override
    public void close() {
        super.close();
        try {
            if (lock != null) {
                lock.close();
                lock = null;
            }
        } catch (IOException e) {
            LOG.warn("the lock of {} was not released cleanly: {}", folder, e.toString());
        }
    }
}
