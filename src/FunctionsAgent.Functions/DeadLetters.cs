using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Queues;
using Microsoft.Azure.Functions.Worker;
using Parked = FunctionsAgent.Pipeline.DeadLetters;

namespace FunctionsAgent.Functions;

/// <summary>One function per dead-letter queue; the reason comes from the binding data, as metadata parameters by name are not safe.</summary>
public sealed class DeadLetters(Parked parked)
{
    private const string Properties = "ApplicationProperties";

    [Function("DeadLettersInput")]
    public Task InputAsync([ServiceBusTrigger(QueueNames.Input + QueueNames.DeadLetterSuffix, Connection = "ServiceBus")] string body, FunctionContext context, CancellationToken ct) =>
        parked.ParkAsync(QueueNames.Input, body, context.BindingContext.BindingData.GetValueOrDefault(Properties), ct);

    [Function("DeadLettersReasoning")]
    public Task ReasoningAsync([ServiceBusTrigger(QueueNames.Reasoning + QueueNames.DeadLetterSuffix, Connection = "ServiceBus")] string body, FunctionContext context, CancellationToken ct) =>
        parked.ParkAsync(QueueNames.Reasoning, body, context.BindingContext.BindingData.GetValueOrDefault(Properties), ct);

    [Function("DeadLettersTools")]
    public Task ToolsAsync([ServiceBusTrigger(QueueNames.Tools + QueueNames.DeadLetterSuffix, Connection = "ServiceBus")] string body, FunctionContext context, CancellationToken ct) =>
        parked.ParkAsync(QueueNames.Tools, body, context.BindingContext.BindingData.GetValueOrDefault(Properties), ct);

    [Function("DeadLettersOutput")]
    public Task OutputAsync([ServiceBusTrigger(QueueNames.Output + QueueNames.DeadLetterSuffix, Connection = "ServiceBus")] string body, FunctionContext context, CancellationToken ct) =>
        parked.ParkAsync(QueueNames.Output, body, context.BindingContext.BindingData.GetValueOrDefault(Properties), ct);

    [Function("DeadLettersDelivery")]
    public Task DeliveryAsync([ServiceBusTrigger(QueueNames.Delivery + QueueNames.DeadLetterSuffix, Connection = "ServiceBus")] string body, FunctionContext context, CancellationToken ct) =>
        parked.ParkAsync(QueueNames.Delivery, body, context.BindingContext.BindingData.GetValueOrDefault(Properties), ct);

    [Function("DeadLettersHandoff")]
    public Task HandoffAsync([ServiceBusTrigger(QueueNames.Handoff + QueueNames.DeadLetterSuffix, Connection = "ServiceBus")] string body, FunctionContext context, CancellationToken ct) =>
        parked.ParkAsync(QueueNames.Handoff, body, context.BindingContext.BindingData.GetValueOrDefault(Properties), ct);

    [Function("DeadLettersFeedback")]
    public Task FeedbackAsync([ServiceBusTrigger(QueueNames.Feedback + QueueNames.DeadLetterSuffix, Connection = "ServiceBus")] string body, FunctionContext context, CancellationToken ct) =>
        parked.ParkAsync(QueueNames.Feedback, body, context.BindingContext.BindingData.GetValueOrDefault(Properties), ct);
}
