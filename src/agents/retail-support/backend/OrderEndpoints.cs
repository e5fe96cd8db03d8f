namespace RetailSupport.Backend;

internal static class OrderEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/orders/{order_id}", (string order_id, BackendData data) =>
            data.Order(order_id) is { } order ? Results.Ok(order) : Problems.NotFound("order", order_id));

        routes.MapGet("/shipments/{shipment_id}", (string shipment_id, BackendData data) =>
            data.Shipment(shipment_id) is { } shipment ? Results.Ok(shipment) : Problems.NotFound("shipment", shipment_id));

        routes.MapGet("/customers/{id}/orders", (string id, BackendData data) =>
            data.Customer(id) is { } customer
                ? Results.Ok(new OrderHistory(customer, [.. data.OrdersOf(customer).Select(SampleHistories.Of)]))
                : Problems.NotFound("customer", id));
    }
}
