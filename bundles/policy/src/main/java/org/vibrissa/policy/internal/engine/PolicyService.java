package org.vibrissa.policy.internal.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.config.Configuration;
import org.vibrissa.datapath.Generation;
import org.vibrissa.endpoint.EndpointForm;
import org.vibrissa.endpoint.EndpointGate;
import org.vibrissa.endpoint.LocalEndpoint;
import org.vibrissa.identity.Identities;
import org.vibrissa.identity.Identity;
import org.vibrissa.identity.NodeLabels;
import org.vibrissa.identity.ReservedIdentity;
import org.vibrissa.metrics.Distribution;
import org.vibrissa.policy.Enforcement;
import org.vibrissa.policy.internal.document.PolicyListener;
import org.vibrissa.policy.internal.document.PolicySource;
import org.vibrissa.policy.internal.document.PolicyStatuses;
import org.vibrissa.policy.internal.kernel.PolicyMaps;
import org.vibrissa.policy.internal.kernel.PolicyStage;
import org.vibrissa.policy.internal.rule.Direction;
import org.vibrissa.policy.internal.rule.Policy;
import org.vibrissa.state.ChangeType;
import org.vibrissa.state.Phase;
import org.vibrissa.state.ResourceEvent;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.ResourceStore;
import org.vibrissa.state.RowChange;
import org.vibrissa.state.Subscription;
import org.vibrissa.state.TableListener;
import org.vibrissa.state.TableSnapshot;
import org.vibrissa.state.Tables;

/**
 * Brings to the engine what it follows: policies, identities, endpoints, the host's own labels and
 * settings. Enforcement begins when policies and identities have all been told; what an earlier
 * daemon left goes when the endpoints have, too.
 */
@Component(
        service = {EndpointGate.class, Enforcement.class, PolicyService.class},
        immediate = true,
        configurationPid = Settings.PID)
public final class PolicyService implements EndpointGate, Enforcement, PolicyListener {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyService.class);
    private static final String HOLDER = "policy";
    private static final long LOOK_AGAIN_MS = 1000;

    /** After these, what endpoints lack is told although others may still come. */
    private static final int PATIENT_LOOKS = 10;

    /** Of the room in the map; the last rows are kept for denials. */
    private static final double NEARLY_FULL = 0.9;

    private final Identities identities;
    private final Subjects subjects;
    private final ResourceStore store;
    private final Configuration configuration;
    private final PolicyThread thread = new PolicyThread(this::note);
    private final RuleBook book = new RuleBook();
    private final Engine engine;
    private final DocumentReports documents;
    private final Map<ResourceKey, LocalEndpoint> open = new ConcurrentHashMap<>();
    private final List<Subscription> watches = new ArrayList<>();
    private volatile Optional<String> waitsFor = Optional.of("policies and identities");
    private volatile String summary = "";
    private volatile Facts facts = new Facts(0, 0, new Engine.Usage(0, 0, 0, 0, 0));
    private boolean policiesTold;
    private boolean identitiesTold;
    private boolean enforcing;
    private boolean sweeping;
    private boolean settling;
    private boolean trying;

    private int looks;

    /** Whether all endpoints of before the start have been told, or have had the time for it. */
    private boolean settled;

    @Activate
    public PolicyService(
            @Reference PolicyMaps maps,
            @Reference PolicyStage stage,
            @Reference Generation generation,
            @Reference Subjects subjects,
            @Reference Identities identities,
            @Reference ResourceStore store,
            @Reference Tables tables,
            @Reference PolicySource source,
            @Reference PolicyStatuses statuses,
            @Reference Configuration configuration,
            Settings settings) {
        this.identities = identities;
        this.subjects = subjects;
        this.store = store;
        documents = new DocumentReports(statuses);
        this.configuration = configuration;
        engine = new Engine(new MapRows(maps, generation), book);
        engine.settings(SettingsReader.read(settings, configuration));
        watches.add(tables.open(Identities.TABLE).watch("vib-policy-identities", followed()));
        watches.add(tables.open(NodeLabels.TABLE).watch("vib-policy-host", host()));
        watches.add(source.follow("vib-policy-documents", this));
        watches.add(store.watch("Endpoint", "vib-policy-endpoints", this::declared));
    }

    @Modified
    void modified(Settings settings) {
        EngineSettings now = SettingsReader.read(settings, configuration);
        thread.change(() -> engine.settings(now));
    }

    /** The kernel goes on with what it has. */
    @Deactivate
    void deactivate() throws InterruptedException {
        watches.forEach(Subscription::close);
        thread.end();
    }

    private TableListener<Integer, Identity> followed() {
        return new TableListener<>() {
            @Override
            public void changed(
                    List<RowChange<Integer, Identity>> changes,
                    TableSnapshot<Integer, Identity> now) {
                List<Identity> put = new ArrayList<>();
                List<Integer> gone = new ArrayList<>();
                for (RowChange<Integer, Identity> change : changes) {
                    if (change.type() == ChangeType.DELETED) {
                        gone.add(change.key());
                    } else {
                        put.add(change.value());
                    }
                }
                thread.tell(() -> report(engine.identities(put, gone)));
            }

            @Override
            public void initialised() {
                thread.tell(
                        () -> {
                            identitiesTold = true;
                            begin();
                        });
            }
        };
    }

    private TableListener<String, NodeLabels> host() {
        return (changes, now) ->
                changes.stream()
                        .filter(change -> change.type() != ChangeType.DELETED)
                        .map(RowChange::value)
                        .filter(node -> node.labels().isReserved(ReservedIdentity.HOST.text()))
                        .forEach(
                                node ->
                                        thread.tell(
                                                () ->
                                                        report(
                                                                engine.endpoint(
                                                                        PolicyMaps.HOST,
                                                                        new Subject(
                                                                                node.labels(),
                                                                                true,
                                                                                false,
                                                                                NamedPorts.NONE),
                                                                        true))));
    }

    @Override
    public void changed(Map<ResourceKey, List<Policy>> changed, Set<ResourceKey> removed) {
        thread.tell(() -> policies(changed, removed));
    }

    @Override
    public void initialised() {
        thread.tell(
                () -> {
                    policiesTold = true;
                    begin();
                });
    }

    private void policies(Map<ResourceKey, List<Policy>> changed, Set<ResourceKey> removed) {
        documents.told(changed, removed);
        try {
            apply(changed, removed);
        } catch (PolicyOverflow together) {
            oneByOne(changed, removed);
        }
    }

    private void oneByOne(Map<ResourceKey, List<Policy>> changed, Set<ResourceKey> removed) {
        apply(Map.of(), removed);
        changed.forEach(
                (document, policies) -> {
                    try {
                        apply(Map.of(document, policies), Set.of());
                    } catch (PolicyOverflow e) {
                        report(Map.of(document, e.getMessage()));
                    }
                });
    }

    /**
     * Prefixes get their numbers, then rows, and only then are addresses of them known by these.
     */
    private void apply(Map<ResourceKey, List<Policy>> changed, Set<ResourceKey> removed) {
        hold(
                Stream.concat(
                                engine.policies().stream(),
                                changed.values().stream().flatMap(List::stream))
                        .toList());
        engine.policies(changed, removed);
        identities.activatePrefixes(HOLDER);
        hold(engine.policies());
        if (enforcing) {
            changed.keySet().forEach(documents::inForce);
        }
    }

    private void hold(List<Policy> policies) {
        List<Identity> held =
                new ArrayList<>(
                        identities
                                .holdPrefixes(HOLDER, NeededPrefixes.of(policies.stream()))
                                .values());
        if (NeededPrefixes.hosts(policies.stream())) {
            held.addAll(identities.holdHosts(HOLDER));
        } else {
            identities.releaseHosts(HOLDER);
        }
        report(engine.identities(held, List.of()));
    }

    private void report(Map<ResourceKey, String> reasons) {
        documents.lack(reasons, engine::follows, engine.free());
    }

    private void begin() {
        if (enforcing || !policiesTold || !identitiesTold) {
            return;
        }
        enforcing = true;
        Map<ResourceKey, String> out = engine.complete(subjects.declaredPorts());
        identities.activatePrefixes(HOLDER);
        identities.settlePrefixes();
        documents.all().stream()
                .filter(document -> !out.containsKey(document))
                .forEach(documents::inForce);
        report(out);
        settleLater();
    }

    private void settleLater() {
        if (!settling) {
            settling = true;
            thread.after(LOOK_AGAIN_MS, this::settle);
        }
    }

    /**
     * When every endpoint of this host is in force or has failed, what nobody has claimed is an
     * earlier daemon's; and there may be room now for those that were held back.
     */
    private void settle() {
        settling = false;
        boolean all =
                store.health().initialised()
                        && store.list("Endpoint").stream()
                                .noneMatch(e -> e.status().phase() == Phase.PENDING);
        Set<Integer> there = subjects.inDatapath();
        boolean told = all && engine.forgetFound(id -> id == PolicyMaps.HOST || there.contains(id));
        settled |= told || ++looks >= PATIENT_LOOKS;
        report(engine.placeHeldBack());
        if (!told) {
            settleLater();
        }
    }

    private void sweepLater() {
        if (!sweeping) {
            sweeping = true;
            thread.after(LOOK_AGAIN_MS + 100, this::sweep);
        }
    }

    private void sweep() {
        sweeping = false;
        boolean unused = engine.sweep();
    }

    private void tryAgainLater() {
        if (!trying) {
            trying = true;
            thread.after(LOOK_AGAIN_MS, this::tryAgain);
        }
    }

    /** There is more room than when there was too little for them. */
    private void tryAgain() {
        trying = false;
        for (ResourceKey document : documents.worthTrying(engine.free())) {
            try {
                apply(Map.of(document, documents.policies(document)), Set.of());
                LOG.info("{} is in force now", document);
            } catch (PolicyOverflow e) {
                report(Map.of(document, e.getMessage()));
            }
        }
    }

    /** Audit and names of ports are no concern of who makes endpoints, so it does not tell. */
    private void declared(ResourceEvent event) {
        LocalEndpoint endpoint = open.get(event.resource().key());
        if (endpoint != null && event.type() != ChangeType.DELETED) {
            tell(endpoint);
        }
    }

    @Override
    public void opening(LocalEndpoint endpoint) {
        if (endpoint.form() != EndpointForm.HOST) {
            open.put(endpoint.key(), endpoint);
            tell(endpoint);
        }
    }

    private void tell(LocalEndpoint endpoint) {
        Optional<Identity> identity = identities.get(endpoint.identity());
        Subject subject = subjects.of(endpoint, identity);
        boolean adopted = subjects.inDatapath(endpoint);
        thread.change(
                () -> {
                    if (endpoint.equals(open.get(endpoint.key()))) {
                        identity.ifPresent(i -> report(engine.identities(List.of(i), List.of())));
                        report(engine.endpoint(endpoint.id(), subject, adopted));
                    }
                });
    }

    @Override
    public void changed(LocalEndpoint before, LocalEndpoint now) {
        opening(now);
    }

    @Override
    public void gone(LocalEndpoint endpoint) {
        if (endpoint.form() != EndpointForm.HOST) {
            open.remove(endpoint.key());
            thread.change(() -> engine.gone(endpoint.id()));
        }
    }

    @Override
    public State ingress(int endpointId) {
        return state(endpointId, Direction.INGRESS);
    }

    @Override
    public State egress(int endpointId) {
        return state(endpointId, Direction.EGRESS);
    }

    private State state(int endpoint, Direction direction) {
        return ask(e -> e.standing(endpoint))
                .filter(standing -> standing.enforced().contains(direction))
                .map(standing -> standing.auditOnly() ? State.AUDIT : State.ENABLED)
                .orElse(State.DISABLED);
    }

    private void note() {
        if (engine.hasRetired()) {
            sweepLater();
        }
        if (engine.holdsBack()) {
            settleLater();
        }
        documents.heldBack(settled ? engine.heldBack() : Map.of());
        if (!documents.worthTrying(engine.free()).isEmpty()) {
            tryAgainLater();
        }
        waitsFor = enforcing ? Optional.empty() : Optional.of(missing());
        Engine.Usage usage = engine.usage();
        int told = documents.all().size();
        facts = new Facts(told, documents.lacking(), usage);
        String full =
                usage.rows() > usage.capacity() * NEARLY_FULL ? "; the map is nearly full" : "";
        summary =
                "%s (%d polic%s, %d endpoint%s enforced, %,d of %,d rows%s)"
                        .formatted(
                                documents.state(),
                                told,
                                told == 1 ? "y" : "ies",
                                usage.endpoints(),
                                usage.endpoints() == 1 ? "" : "s",
                                usage.rows(),
                                usage.capacity(),
                                full);
    }

    private String missing() {
        if (policiesTold) {
            return "identities; until then endpoints keep what was in force, new ones are closed";
        }
        return identitiesTold ? "policies" : "policies and identities";
    }

    /** What enforcement waits for; empty when what was declared is in force. Does not block. */
    Optional<String> waitsFor() {
        return waitsFor;
    }

    /** One line of how much there is. Does not block. */
    String summary() {
        return summary;
    }

    /**
     * How much there is.
     *
     * @param policies documents that were told
     * @param lacking those of them that are not in force, or not wholly
     */
    record Facts(int policies, int lacking, Engine.Usage usage) {}

    /** As of the last change. Does not block. */
    Facts facts() {
        return facts;
    }

    /** What holds for each endpoint that has rules, by number. Does not block. */
    Map<Integer, SetKey> inForce() {
        return engine.inForce();
    }

    /** Which policies denied by default. Does not block. */
    DefaultDenials denials() {
        return engine.denials();
    }

    /** Endpoints that policy knows. Does not block. */
    int endpoints() {
        return open.size();
    }

    /** How long changes took. */
    Distribution durations() {
        return thread.durations();
    }

    /** Asks the engine, on its thread. What is answered must not reach into it later. */
    public <T> T ask(Function<Engine, T> question) {
        return thread.ask(() -> question.apply(engine));
    }

    /** The rules behind the numbers of rows and events. */
    public RuleBook rules() {
        return book;
    }
}
