package org.vibrissa.policy.internal.document;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.policy.internal.rule.Policy;
import org.vibrissa.state.ChangeType;
import org.vibrissa.state.Phase;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceEvent;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.ResourceListener;
import org.vibrissa.state.ResourceStore;
import org.vibrissa.state.Subscription;

/**
 * Follows policies and CIDR groups of the store, and tells what they mean. All followers are called
 * on one thread, {@code vib-policies}, which alone changes what is known.
 */
@Component(service = {PolicySource.class, PolicyStatuses.class})
public final class StoredPolicies implements PolicySource, PolicyStatuses {
    private static final Logger LOG = LoggerFactory.getLogger(StoredPolicies.class);
    private static final List<String> KINDS =
            List.of(Translator.CIDR_GROUP, Translator.CNP, Translator.CCNP, Translator.NP);

    private static final String THREAD = "vib-policies";

    private final ResourceStore store;
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    task -> {
                        Thread made = new Thread(task, THREAD);
                        made.setDaemon(true);
                        return made;
                    });
    private final List<Subscription> watches = new ArrayList<>();
    private final List<Follower> followers = new CopyOnWriteArrayList<>();
    private final TranslatedPolicies known = new TranslatedPolicies();
    private final Object lock = new Object();

    /** By document: how it is now, without a resource when it is gone. Guarded by lock. */
    private Map<ResourceKey, ResourceEvent> waiting = new HashMap<>();

    /** How many watches did not tell everything yet. Guarded by lock. */
    private int silent = KINDS.size();

    private boolean told;

    @Activate
    public StoredPolicies(@Reference ResourceStore store) {
        this.store = store;
        KINDS.forEach(kind -> watches.add(store.watch(kind, "policy-watch-" + kind, new Intake())));
    }

    @Deactivate
    public void stop() {
        watches.forEach(Subscription::close);
        thread.shutdown();
        try {
            if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("thread {} still runs 10 s after its stop", THREAD);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Subscription follow(String name, PolicyListener listener) {
        Follower follower = new Follower(name, listener);
        run(
                () -> {
                    followers.add(follower);
                    if (told) {
                        follower.tell(known.all(), Set.of(), true);
                    }
                });
        return () -> {
            followers.remove(follower);
            if (!Thread.currentThread().getName().equals(THREAD)) {
                await();
            }
        };
    }

    /** One that listens; what it throws is its own trouble. */
    private record Follower(String name, PolicyListener listener) {
        void tell(
                Map<ResourceKey, List<Policy>> changed,
                Set<ResourceKey> removed,
                boolean initially) {
            try {
                if (!changed.isEmpty() || !removed.isEmpty()) {
                    listener.changed(changed, removed);
                }
                if (initially) {
                    listener.initialised();
                }
            } catch (RuntimeException e) {
                LOG.error("{} did not take over policies", name, e);
            }
        }
    }

    @Override
    public void inForce(ResourceKey document, List<Policy> policies) {
        known.of(document, policies)
                .ifPresent(
                        told -> {
                            String waits = told.translation().waiting();
                            say(
                                    document,
                                    told,
                                    waits.isEmpty() ? Phase.READY : Phase.PENDING,
                                    join(waits, told.translation().missing()),
                                    true);
                        });
    }

    @Override
    public void failed(ResourceKey document, List<Policy> policies, String reason) {
        known.of(document, policies)
                .ifPresent(told -> say(document, told, Phase.FAILED, reason, false));
    }

    private void say(
            ResourceKey document,
            TranslatedPolicies.Told told,
            Phase phase,
            String reason,
            boolean inForce) {
        Map<String, String> details = new TreeMap<>(told.facts());
        if (inForce) {
            details.put(IN_FORCE, Long.toString(told.generation()));
        }
        store.setStatus(document, told.generation(), phase, reason, details);
    }

    /** Takes what changed since, all at once. */
    private void take() {
        Map<ResourceKey, ResourceEvent> events;
        synchronized (lock) {
            if (silent > 0) {
                return;
            }
            events = waiting;
            waiting = new HashMap<>();
        }
        if (events.isEmpty() && told) {
            return;
        }
        Map<ResourceKey, List<Policy>> changed = new TreeMap<>();
        Set<ResourceKey> removed = new TreeSet<>();
        for (Resource unreadable : known.take(events.values(), changed, removed)) {
            String reason = known.problem(unreadable);
            LOG.error("{} cannot be read: {}", unreadable.key(), reason);
            store.setStatus(
                    unreadable.key(),
                    unreadable.metadata().generation(),
                    Phase.FAILED,
                    "cannot be read: " + reason,
                    Map.of());
        }
        events.values().forEach(this::sayOfGroup);
        boolean first = !told;
        told = true;
        for (Follower follower : followers) {
            follower.tell(changed, removed, first);
        }
    }

    /** A group is in force as soon as policies can name it. */
    private void sayOfGroup(ResourceEvent event) {
        Resource group = event.resource();
        if (group.kind().equals(Translator.CIDR_GROUP) && event.type() != ChangeType.DELETED) {
            store.setStatus(group.key(), group.metadata().generation(), Phase.READY, "", Map.of());
        }
    }

    private void run(Runnable task) {
        try {
            thread.execute(
                    () -> {
                        try {
                            task.run();
                        } catch (RuntimeException e) {
                            LOG.error("a change of policies was not taken over", e);
                        }
                    });
        } catch (RejectedExecutionException e) {
            LOG.debug("not told: the policy bundle stops", e);
        }
    }

    /** Until what the thread does now is done. */
    private void await() {
        try {
            thread.submit(() -> {}).get();
        } catch (RejectedExecutionException e) {
            LOG.debug("nothing to wait for: the policy bundle stops", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static String join(String one, String other) {
        return one.isEmpty() || other.isEmpty() ? one + other : one + "; " + other;
    }

    /** Puts what a watch says where the thread finds it. */
    private final class Intake implements ResourceListener {
        @Override
        public void changed(ResourceEvent event) {
            boolean first;
            synchronized (lock) {
                first = waiting.isEmpty();
                waiting.put(event.resource().key(), event);
            }
            if (first) {
                run(StoredPolicies.this::take);
            }
        }

        @Override
        public void initialised() {
            synchronized (lock) {
                silent--;
            }
            run(StoredPolicies.this::take);
        }
    }
}
