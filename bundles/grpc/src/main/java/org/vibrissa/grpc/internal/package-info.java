/** What gRPC's libraries need to live among bundles. */
package org.vibrissa.grpc.internal;
