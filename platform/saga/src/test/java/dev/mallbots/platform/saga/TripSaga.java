package dev.mallbots.platform.saga;

import static dev.mallbots.platform.saga.SagaCommand.command;

import com.google.protobuf.Int64Value;
import com.google.protobuf.StringValue;
import dev.mallbots.platform.kernel.Money;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;

/** The textbook example: a trip is a hotel, a flight and a confirmation, or nothing. */
@ApplicationScoped
class TripSaga {

    record Trip(String traveller, long hotelBooking, Money price, Optional<Instant> leaving) {

        static Trip of(String traveller) {
            return new Trip(traveller, 0, Money.of("999999999999999.9999"), Optional.empty());
        }

        Trip inRoom(long booking) {
            return new Trip(traveller, booking, price, leaving);
        }
    }

    static final SagaDefinition<Trip> BOOK_TRIP = SagaDefinition.of("book-trip", Trip.class)
            .tellsOfDelay((trip, since) -> command("trips", StringValue.of("delayed for " + trip.traveller())))
            .onceCounted("refuse trip", "check traveller", "book hotel", "book flight", "confirm trip")
            .step("refuse trip")
            .undoneBy((trip, reason) -> command("trips", StringValue.of("refuse: " + reason)))
            .step("check traveller")
            .does(trip -> command("travellers", StringValue.of("check " + trip.traveller())))
            .step("book hotel")
            .does(trip -> command("hotels", StringValue.of("book for " + trip.traveller())))
            .onReply(Int64Value.class, (trip, booking) -> trip.inRoom(booking.getValue()))
            .undoneBy(trip -> command("hotels", StringValue.of("cancel " + trip.hotelBooking())))
            .step("book flight")
            .does(trip -> command("flights", StringValue.of("book for " + trip.traveller())))
            .undoneBy(trip -> command("flights", StringValue.of("cancel for " + trip.traveller())))
            .step("confirm trip")
            .does(trip -> command("trips", StringValue.of("confirm")))
            .sentUntilAnswered()
            .build();

    @Produces
    @Singleton
    SagaDefinition<Trip> definition() {
        return BOOK_TRIP;
    }
}
