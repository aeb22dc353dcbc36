package org.vibrissa.config.internal;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.vibrissa.config.Key;
import org.vibrissa.config.internal.key.Declarations;
import org.vibrissa.config.internal.key.Schema;

/** The keys that all installed bundles declare, whether started or not. Used under one lock. */
final class BundleKeys {
    private final BundleContext context;
    private final Map<Bundle, List<Key>> known = new HashMap<>();

    BundleKeys(BundleContext context) {
        this.context = context;
    }

    /**
     * Reads what is installed now.
     *
     * @throws IllegalArgumentException naming the bundle whose declaration is wrong
     */
    Schema schema() {
        List<Bundle> installed =
                Stream.of(context.getBundles())
                        .filter(b -> b.getBundleId() != 0 && b.getState() != Bundle.UNINSTALLED)
                        .sorted(Comparator.comparing(Bundle::getVersion))
                        .toList();
        known.keySet().retainAll(installed);
        List<List<Key>> perBundle = new ArrayList<>();
        for (Bundle bundle : installed) {
            perBundle.add(known.computeIfAbsent(bundle, BundleKeys::read));
        }
        return new Schema(perBundle);
    }

    /** Reads a bundle's keys again: its content changed. */
    void forget(Bundle bundle) {
        known.remove(bundle);
    }

    private static List<Key> read(Bundle bundle) {
        URL resource = bundle.getEntry(Declarations.RESOURCE);
        if (resource == null) {
            return List.of();
        }
        try (InputStream json = resource.openStream()) {
            return Declarations.read(bundle.getSymbolicName(), json);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    bundle.getSymbolicName() + ": " + Declarations.RESOURCE + ": " + e, e);
        }
    }
}
