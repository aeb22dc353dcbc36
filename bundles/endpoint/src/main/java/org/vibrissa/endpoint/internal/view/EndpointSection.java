package org.vibrissa.endpoint.internal.view;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.DebugSection;
import org.vibrissa.endpoint.Endpoints;

/** The endpoints in force in a bug report. */
@Component
public final class EndpointSection implements DebugSection {
    private final Endpoints endpoints;

    @Activate
    public EndpointSection(@Reference Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    @Override
    public String name() {
        return "endpoints";
    }

    @Override
    public Object collect() {
        return endpoints.list();
    }
}
