using Microsoft.AspNetCore.Mvc;

namespace RetailSupport.Backend;

internal static class OrderChangeEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/orders/{order_id}/cancellation", (string order_id, [FromHeader(Name = "Idempotency-Key")] string? key, Cancellation body, BackendData data) =>
            Change(key, new OrderChangeRequest(order_id, body.Email), data));

        routes.MapPost("/orders/{order_id}/address", (string order_id, [FromHeader(Name = "Idempotency-Key")] string? key, NewAddress body, BackendData data) =>
            Change(key, new OrderChangeRequest(order_id, body.Email, body.Address), data));

        routes.MapGet("/order-changes", ([FromQuery] string key, BackendData data) =>
            data.Changes.Find(key) is { } change ? Results.Ok(change) : Problems.NotFound("change under the key", key));
    }

    private static IResult Change(string? key, OrderChangeRequest request, BackendData data)
    {
        if (string.IsNullOrWhiteSpace(key))
            return Problems.Of(StatusCodes.Status400BadRequest, "idempotency-key-missing", "A change needs an Idempotency-Key header, so that a repeat changes nothing twice.");
        if (request.Address is { } address && string.IsNullOrWhiteSpace(address))
            return Problems.Of(StatusCodes.Status422UnprocessableEntity, "address-missing", "The address is empty.");
        // Another customer's order and none at all look the same: nobody finds out whose a number is.
        if (data.Order(request.OrderId) is not { } order || !string.Equals(data.Customer(order.CustomerId)!.Email, request.Email.Trim(), StringComparison.OrdinalIgnoreCase))
            return Problems.NotFound("order of this customer", request.OrderId);
        return data.Changes.Change(key, request with { OrderId = order.Id }, order) switch
        {
            OrderChangeOutcome.Made(var change) => Results.Created($"/order-changes?key={Uri.EscapeDataString(change.Key)}", change),
            OrderChangeOutcome.Repeated(var change) => Results.Ok(change),
            OrderChangeOutcome.TooLate(var status) => Problems.Of(StatusCodes.Status422UnprocessableEntity, "too-late", $"The order is {status}; only one that is processing can be changed."),
            _ => Problems.Of(StatusCodes.Status422UnprocessableEntity, "idempotency-key-reused", "This Idempotency-Key came before with another request. Use a fresh key for another change."),
        };
    }

    private sealed record Cancellation(string Email);

    private sealed record NewAddress(string Email, string Address);
}
