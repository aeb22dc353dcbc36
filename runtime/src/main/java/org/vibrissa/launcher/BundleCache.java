package org.vibrissa.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The framework's memory of installed bundles, in {@code <state dir>/cache/<key of the list>}.
 *
 * <p>A cache that was filled completely is used again, which saves the installation and keeps
 * bundles that were swapped since. A cache of another list, or one whose filling was cut short, is
 * thrown away: a kept cache would otherwise win over the list.
 */
final class BundleCache {
    private static final Logger LOG = LoggerFactory.getLogger(BundleCache.class);

    private final Distribution distribution;
    private final Path folder;
    private final Path complete;

    private BundleCache(Distribution distribution, Path folder) {
        this.distribution = distribution;
        this.folder = folder;
        this.complete = folder.resolveSibling(folder.getFileName() + ".complete");
    }

    static BundleCache open(Distribution distribution, Path stateDir) throws LaunchFailure {
        Path caches = stateDir.resolve("cache");
        String key = distribution.bundles().cacheKey(distribution.home());
        try {
            Files.createDirectories(caches);
            BundleCache cache = new BundleCache(distribution, caches.resolve(key));
            cache.removeOthers(caches);
            return cache;
        } catch (IOException e) {
            throw new LaunchFailure(
                    LaunchFailure.FAILED, "cannot use the bundle cache " + caches + ": " + e, e);
        }
    }

    Path folder() {
        return folder;
    }

    /** Installs the list unless a complete cache had it; checks each jar's CRC-32. */
    void fill(BundleContext context) throws BundleException, IOException, LaunchFailure {
        if (Files.exists(complete)) {
            return;
        }
        JarCheck check = JarCheck.begin(distribution);
        List<Bundle> installed;
        try {
            installed = install(context);
        } catch (BundleException e) {
            check.await(); // A jar that is not the one that was built explains it better.
            throw e;
        }
        check.await();
        for (Bundle bundle : installed) {
            if (!Framework.isFragment(bundle)) {
                bundle.start(Bundle.START_ACTIVATION_POLICY);
            }
        }
        Files.createFile(complete);
    }

    /** A level that a bundle has from the beginning need not be written once more. */
    private List<Bundle> install(BundleContext context) throws BundleException {
        FrameworkStartLevel levels = context.getBundle().adapt(FrameworkStartLevel.class);
        int usual = levels.getInitialBundleStartLevel();
        List<Bundle> installed = new ArrayList<>();
        try {
            for (BundleList.Entry entry : distribution.bundles().entries()) {
                levels.setInitialBundleStartLevel(entry.startLevel());
                Path jar = entry.in(distribution.home());
                installed.add(context.installBundle("reference:" + jar.toUri()));
            }
        } finally {
            levels.setInitialBundleStartLevel(usual);
        }
        return installed;
    }

    private void removeOthers(Path caches) throws IOException {
        boolean usable = Files.exists(complete);
        try (Stream<Path> entries = Files.list(caches)) {
            for (Path entry : entries.toList()) {
                boolean ours = entry.equals(folder) || entry.equals(complete);
                if (!ours || !usable) {
                    LOG.debug("removing the bundle cache {}", entry);
                    Tree.delete(entry);
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
