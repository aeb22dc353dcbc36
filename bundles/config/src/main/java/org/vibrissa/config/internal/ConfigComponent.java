package org.vibrissa.config.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.config.Change;
import org.vibrissa.config.Configuration;
import org.vibrissa.config.ConfigurationRejected;
import org.vibrissa.config.Problem;
import org.vibrissa.config.Setting;
import org.vibrissa.config.internal.key.Schema;
import org.vibrissa.config.internal.source.Assignment;
import org.vibrissa.runtime.Node;
import org.vibrissa.runtime.Shutdown;

/**
 * Checks all files and hands out all values while it is activated, which is before any bundle above
 * the infrastructure starts; a problem ends the daemon there.
 *
 * <p>It uses the bundle context for what no service offers: the declarations inside bundles that
 * are installed but not started.
 */
@Component(immediate = true, service = Configuration.class)
public final class ConfigComponent implements Configuration, SynchronousBundleListener {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigComponent.class);
    private static final int USAGE = 2;

    /** The origin of a value in a call: the caller knows where it comes from. */
    private static final String ASKED = "";

    private final BundleContext context;
    private final BundleKeys bundleKeys;
    private final Sources sources;
    private final Outlet outlet;
    private final Values values = new Values();
    private Schema schema = new Schema(List.of());

    /** Reads, checks, hands out. */
    @Activate
    public ConfigComponent(
            BundleContext context,
            @Reference Node node,
            @Reference Shutdown shutdown,
            @Reference ConfigurationAdmin admin) {
        this.context = context;
        bundleKeys = new BundleKeys(context);
        sources =
                new Sources(
                        property("vibrissa.settings.feature"),
                        node.configDir(),
                        property("vibrissa.settings.options"));
        outlet = new Outlet(admin);
        try {
            schema = bundleKeys.schema();
            apply(resolve());
            context.addBundleListener(this);
        } catch (ConfigurationRejected | IllegalArgumentException e) {
            shutdown.request(USAGE, "the configuration has problems:\n" + e.getMessage());
        }
    }

    @Deactivate
    void deactivate() {
        context.removeBundleListener(this);
    }

    @Override
    public synchronized List<Setting> settings() {
        return values.inForce().keySet().stream().flatMap(k -> values.setting(k).stream()).toList();
    }

    @Override
    public synchronized Optional<Setting> setting(String key) {
        return values.setting(key);
    }

    @Override
    public synchronized List<String> nearest(String key) {
        return schema.nearest(key);
    }

    @Override
    public synchronized List<Change> validate() throws ConfigurationRejected {
        return values.changes(resolve());
    }

    @Override
    public synchronized List<Change> reload() throws ConfigurationRejected {
        SortedMap<String, Resolved> wanted = resolve();
        List<Change> changes = values.changes(wanted);
        apply(wanted);
        changes.forEach(
                c ->
                        LOG.info(
                                "{}: {} -> {}: {}",
                                c.key().name(),
                                c.before(),
                                c.after(),
                                c.effect()));
        return changes;
    }

    @Override
    public synchronized Change preview(String key, String value) throws ConfigurationRejected {
        refuseFixed(key);
        return change(key, with(new Assignment(key, value, ASKED)));
    }

    @Override
    public synchronized Change set(String key, String value) throws ConfigurationRejected {
        Change change = preview(key, value);
        refuseBrokenFiles();
        sources.store(key, Optional.of(change.after()));
        reload();
        refuseShadowed(key, change.after());
        return change;
    }

    @Override
    public synchronized Change unset(String key) throws ConfigurationRejected {
        Setting before =
                values.setting(key)
                        .orElseThrow(() -> rejected(Resolution.unknown(schema, key, ASKED)));
        refuseBrokenFiles();
        sources.store(key, Optional.empty());
        List<Change> changes = reload();
        return changes.stream()
                .filter(c -> c.key().name().equals(key))
                .findFirst()
                .orElse(
                        new Change(
                                before.key(), before.value(), before.value(), "nothing changed"));
    }

    /** New declarations take effect before their bundle starts. */
    @Override
    public void bundleChanged(BundleEvent event) {
        switch (event.getType()) {
            case BundleEvent.INSTALLED, BundleEvent.UPDATED, BundleEvent.UNINSTALLED ->
                    declarationsChanged(event.getBundle());
            case BundleEvent.STARTING -> ownerStarts(event.getBundle().getSymbolicName());
            default -> {}
        }
    }

    private synchronized void declarationsChanged(Bundle bundle) {
        bundleKeys.forget(bundle);
        Schema before = schema;
        try {
            schema = bundleKeys.schema();
            apply(resolve());
        } catch (ConfigurationRejected | IllegalArgumentException e) {
            schema = before;
            LOG.error(
                    "the keys of bundle {} are not taken over, its components run with their"
                            + " defaults: {}",
                    bundle.getSymbolicName(),
                    e.getMessage());
        }
    }

    private synchronized void ownerStarts(String owner) {
        values.ownerStarts(owner);
        outlet.put(values.inForce().values());
    }

    private SortedMap<String, Resolved> resolve() throws ConfigurationRejected {
        List<Problem> problems = new ArrayList<>();
        return Resolution.of(schema, sources.read(problems), problems);
    }

    /** The values in force with one more assignment on top. */
    private SortedMap<String, Resolved> with(Assignment assignment) throws ConfigurationRejected {
        return Resolution.of(schema, List.of(assignment), List.of());
    }

    private Change change(String key, SortedMap<String, Resolved> wanted)
            throws ConfigurationRejected {
        Resolved after = wanted.get(key);
        if (after == null) {
            throw rejected(Resolution.unknown(schema, key, ASKED));
        }
        String before = values.inForce().get(key).text();
        return new Change(after.key(), before, after.text(), values.effect(after));
    }

    private void apply(SortedMap<String, Resolved> wanted) {
        values.ask(wanted);
        outlet.put(values.inForce().values());
    }

    private void refuseFixed(String key) throws ConfigurationRejected {
        if (sources.fixed(key)) {
            String message = "is fixed by an option of 'vibrissa run'";
            throw rejected(new Problem(ASKED, key, message, "start without that option"));
        }
    }

    /** Files with problems would make the stored value wait for their repair. */
    private void refuseBrokenFiles() throws ConfigurationRejected {
        resolve();
    }

    /** A file that is read after ours may say otherwise. */
    private void refuseShadowed(String key, String wanted) throws ConfigurationRejected {
        Resolved now = resolve().get(key);
        if (!now.text().equals(wanted)) {
            String message = "is stored, but a later file says " + now.text();
            throw rejected(new Problem(now.origin(), key, message, "change it there"));
        }
    }

    private static ConfigurationRejected rejected(Problem problem) {
        return new ConfigurationRejected(List.of(problem));
    }

    private String property(String name) {
        String value = context.getProperty(name);
        return value == null ? "" : value;
    }
}
