using Microsoft.AspNetCore.Mvc;

namespace RetailSupport.Backend;

internal static class RefundEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/refunds", ([FromHeader(Name = "Idempotency-Key")] string? key, RefundRequest request, BackendData data) =>
            string.IsNullOrWhiteSpace(key)
                ? Problems.Of(StatusCodes.Status400BadRequest, "idempotency-key-missing", "A refund needs an Idempotency-Key header, so that a repeat cannot pay twice.")
                : data.Order(request.OrderId) is { } order
                    ? Answer(data.Refunds.Refund(key, request, order))
                    : Problems.NotFound("order", request.OrderId));

        routes.MapGet("/refunds", ([FromQuery] string key, BackendData data) =>
            data.Refunds.Find(key) is { } receipt ? Results.Ok(receipt) : Problems.NotFound("refund under the key", key));

        routes.MapGet("/side-effects", (BackendData data) => Results.Ok(new SideEffects(data.Refunds.SideEffects + data.Changes.SideEffects)));
    }

    private static IResult Answer(RefundOutcome outcome) => outcome switch
    {
        RefundOutcome.Made(var receipt) => Results.Created($"/refunds?key={Uri.EscapeDataString(receipt.Key)}", receipt),
        RefundOutcome.Repeated(var receipt) => Results.Ok(receipt),
        RefundOutcome.AmountRefused(var left) => Problems.Of(
            StatusCodes.Status422UnprocessableEntity, "amount-refused", $"The amount must lie between 1 and the {left} cents of the order that are not refunded yet."),
        _ => Problems.Of(
            StatusCodes.Status422UnprocessableEntity, "idempotency-key-reused", "This Idempotency-Key came before with another request. Use a fresh key for another refund."),
    };

    private sealed record SideEffects(int Count);
}
