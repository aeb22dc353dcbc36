package org.vibrissa.mode.internal.run;

import com.fasterxml.jackson.databind.JsonNode;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.fleet.FleetException;
import org.vibrissa.fleet.FleetHandler;

/** What other hosts may ask of this one: a service for each path. */
public abstract class Handlers implements FleetHandler {
    private final ModeService service;
    private final String path;

    Handlers(ModeService service, String path) {
        this.service = service;
        this.path = path;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public JsonNode handle(String caller, JsonNode body) throws FleetException {
        return service.answer(caller, path, body);
    }

    /** {@code mode/check}. */
    @Component(service = FleetHandler.class)
    public static final class Check extends Handlers {
        @Activate
        public Check(@Reference ModeService service) {
            super(service, Calls.CHECK);
        }
    }

    /** {@code mode/prepare}. */
    @Component(service = FleetHandler.class)
    public static final class Prepare extends Handlers {
        @Activate
        public Prepare(@Reference ModeService service) {
            super(service, Calls.PREPARE);
        }
    }

    /** {@code mode/probe}. */
    @Component(service = FleetHandler.class)
    public static final class Probe extends Handlers {
        @Activate
        public Probe(@Reference ModeService service) {
            super(service, Calls.PROBE);
        }
    }

    /** {@code mode/commit}. */
    @Component(service = FleetHandler.class)
    public static final class Commit extends Handlers {
        @Activate
        public Commit(@Reference ModeService service) {
            super(service, Calls.COMMIT);
        }
    }

    /** {@code mode/confirm}. */
    @Component(service = FleetHandler.class)
    public static final class Confirm extends Handlers {
        @Activate
        public Confirm(@Reference ModeService service) {
            super(service, Calls.CONFIRM);
        }
    }

    /** {@code mode/abort}. */
    @Component(service = FleetHandler.class)
    public static final class Abort extends Handlers {
        @Activate
        public Abort(@Reference ModeService service) {
            super(service, Calls.ABORT);
        }
    }

    /** {@code mode/drain}. */
    @Component(service = FleetHandler.class)
    public static final class Drain extends Handlers {
        @Activate
        public Drain(@Reference ModeService service) {
            super(service, Calls.DRAIN);
        }
    }

    /** {@code mode/retire}. */
    @Component(service = FleetHandler.class)
    public static final class Retire extends Handlers {
        @Activate
        public Retire(@Reference ModeService service) {
            super(service, Calls.RETIRE);
        }
    }

    /** {@code mode/status}. */
    @Component(service = FleetHandler.class)
    public static final class Status extends Handlers {
        @Activate
        public Status(@Reference ModeService service) {
            super(service, Calls.STATUS);
        }
    }

    /** {@code mode/receipt}. */
    @Component(service = FleetHandler.class)
    public static final class Receipt extends Handlers {
        @Activate
        public Receipt(@Reference ModeService service) {
            super(service, Calls.RECEIPT);
        }
    }
}
