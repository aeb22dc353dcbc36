package org.vibrissa.launcher;

/** Somebody asked for an end before the daemon was ready. */
final class StartStopped extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient StopRequest request;

    StartStopped(StopRequest request) {
        super(request.reason());
        this.request = request;
    }

    StopRequest request() {
        return request;
    }
}
