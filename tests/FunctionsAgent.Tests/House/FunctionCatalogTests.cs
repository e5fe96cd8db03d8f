using FunctionsAgent.Local;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

#pragma warning disable CA1822 // A function is an instance method, whatever it uses.
namespace FunctionsAgent.Tests.House;

/// <summary>The catalog takes what both hosts run alike, and names what is wrong with the rest.</summary>
public sealed class FunctionCatalogTests
{
    [Fact]
    public void Functions_are_read_with_their_triggers()
    {
        var catalog = FunctionCatalog.Of([typeof(Good), typeof(string)]);

        Assert.Equal(
            ["GoodDead: Queue { Name = input/$DeadLetterQueue, Sessions = False }", "GoodHttp: POST,GET a/{id:maxlength(3)}", "GoodQueue: Queue { Name = input, Sessions = True }", "GoodTimer: Timer { Schedule = 0 0 2 * * * }", "Named: * Named"],
            catalog.Entries.Select(e => e.Trigger is Trigger.Http http ? $"{e.Name}: {(http.Methods.IsEmpty ? "*" : string.Join(',', http.Methods))} {http.Route}" : $"{e.Name}: {e.Trigger}"));
    }

    [Theory]
    [InlineData(typeof(NoTrigger), "0 triggers")]
    [InlineData(typeof(TwoTriggers), "2 triggers")]
    [InlineData(typeof(UnknownParameter), "parameter 'limit' of type Int32")]
    [InlineData(typeof(NotInRoute), "parameter 'id' of type String")]
    [InlineData(typeof(QueueMetadata), "parameter 'messageId'")]
    [InlineData(typeof(WrongBody), "[ServiceBusTrigger] binds String")]
    [InlineData(typeof(WrongRequest), "[HttpTrigger] binds HttpRequest")]
    [InlineData(typeof(WrongReturn), "Task<IResult>")]
    [InlineData(typeof(OutputBinding), "returns Task, not")]
    [InlineData(typeof(FunctionKey), "AuthorizationLevel.Function")]
    [InlineData(typeof(MalformedRoute), "malformed")]
    [InlineData(typeof(NoConnection), "the one Service Bus")]
    [InlineData(typeof(NoSessions), "every queue but a dead-letter queue has sessions")]
    [InlineData(typeof(DeadLetterSessions), "a dead-letter queue has no sessions")]
    [InlineData(typeof(FiveFields), "six fields")]
    [InlineData(typeof(StaticFunction), "public instance method")]
    [InlineData(typeof(BadName), "no function name")]
    public void A_function_outside_the_surface_is_refused_by_name(Type type, string reason)
    {
        var refusal = Assert.Throws<FunctionCatalogException>(() => FunctionCatalog.Of([type]));

        Assert.Contains($"{type.Name}.Run", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(typeof(SameName), "same name: goodhttp")]
    [InlineData(typeof(SameRoute), "same route: GET /a/{:maxlength(3)}")]
    [InlineData(typeof(SameQueue), "same queue: input")]
    public void Two_functions_may_not_answer_to_the_same(Type second, string reason)
    {
        var refusal = Assert.Throws<FunctionCatalogException>(() => FunctionCatalog.Of([typeof(Good), second]));

        Assert.Contains(reason, refusal.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void One_address_may_have_a_function_for_each_method() =>
        Assert.Equal(6, FunctionCatalog.Of([typeof(Good), typeof(OtherMethod)]).Entries.Length);

    public sealed class Good
    {
        [Function("GoodHttp")]
        public Task<IResult> Http([HttpTrigger(AuthorizationLevel.Anonymous, "post", "get", Route = "a/{id:maxlength(3)}")] HttpRequest request, string id, FunctionContext context, CancellationToken ct) =>
            Task.FromResult(Results.Text($"{request.Method} {id} {context.FunctionId} {ct.CanBeCanceled}"));

        [Function("Named")]
        public IResult Every([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => Results.Text(request.Method);

        [Function("GoodQueue")]
        public Task Queue([ServiceBusTrigger("input", Connection = "ServiceBus", IsSessionsEnabled = true)] string body, CancellationToken ct) => Task.FromResult((body, ct));

        [Function("GoodDead")]
        public Task Dead([ServiceBusTrigger("input/$DeadLetterQueue", Connection = "ServiceBus")] string body) => Task.FromResult(body);

        [Function("GoodTimer")]
        public Task Timer([TimerTrigger("0 0 2 * * *")] TimerInfo timer) => Task.FromResult(timer);
    }

    public sealed class NoTrigger { [Function("F")] public Task Run(CancellationToken ct) => Task.FromResult(ct); }

    public sealed class TwoTriggers { [Function("F")] public Task Run([TimerTrigger("0 0 2 * * *")] TimerInfo a, [TimerTrigger("0 0 3 * * *")] TimerInfo b) => Task.FromResult((a, b)); }

    public sealed class UnknownParameter { [Function("F")] public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "a/{limit}")] HttpRequest r, int limit) => Task.FromResult(Results.Json((r.Method, limit))); }

    public sealed class NotInRoute { [Function("F")] public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "a")] HttpRequest r, string id) => Task.FromResult(Results.Json((r.Method, id))); }

    public sealed class QueueMetadata { [Function("F")] public Task Run([ServiceBusTrigger("input", Connection = "ServiceBus", IsSessionsEnabled = true)] string body, string messageId) => Task.FromResult((body, messageId)); }

    public sealed class WrongBody { [Function("F")] public Task Run([ServiceBusTrigger("input", Connection = "ServiceBus", IsSessionsEnabled = true)] byte[] body) => Task.FromResult(body); }

    public sealed class WrongRequest { [Function("F")] public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get")] string body) => Task.FromResult(Results.Text(body)); }

    public sealed class WrongReturn { [Function("F")] public Task<string> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest r) => Task.FromResult(r.Method); }

    public sealed class OutputBinding { [Function("F")] public Task<string> Run([ServiceBusTrigger("input", Connection = "ServiceBus", IsSessionsEnabled = true)] string body) => Task.FromResult(body); }

    public sealed class FunctionKey { [Function("F")] public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Function, "get")] HttpRequest r) => Task.FromResult(Results.Text(r.Method)); }

    public sealed class MalformedRoute { [Function("F")] public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "a/{id")] HttpRequest r) => Task.FromResult(Results.Text(r.Method)); }

    public sealed class NoConnection { [Function("F")] public Task Run([ServiceBusTrigger("input", IsSessionsEnabled = true)] string body) => Task.FromResult(body); }

    public sealed class NoSessions { [Function("F")] public Task Run([ServiceBusTrigger("input", Connection = "ServiceBus")] string body) => Task.FromResult(body); }

    public sealed class DeadLetterSessions { [Function("F")] public Task Run([ServiceBusTrigger("input/$DeadLetterQueue", Connection = "ServiceBus", IsSessionsEnabled = true)] string body) => Task.FromResult(body); }

    public sealed class FiveFields { [Function("F")] public Task Run([TimerTrigger("0 2 * * *")] TimerInfo timer) => Task.FromResult(timer); }

    public sealed class StaticFunction { [Function("F")] public static Task Run([TimerTrigger("0 0 2 * * *")] TimerInfo timer) => Task.FromResult(timer); }

    public sealed class BadName { [Function("1 F")] public Task Run([TimerTrigger("0 0 2 * * *")] TimerInfo timer) => Task.FromResult(timer); }

    public sealed class SameName { [Function("goodhttp")] public Task Run([TimerTrigger("0 0 2 * * *")] TimerInfo timer) => Task.FromResult(timer); }

    public sealed class SameRoute { [Function("F")] public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "A/{other:maxlength(3)}")] HttpRequest r) => Results.Text(r.Method); }

    public sealed class SameQueue { [Function("F")] public Task Run([ServiceBusTrigger("input", Connection = "ServiceBus", IsSessionsEnabled = true)] string body) => Task.FromResult(body); }

    public sealed class OtherMethod { [Function("F")] public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "a/{id:maxlength(3)}")] HttpRequest r) => Results.Text(r.Method); }
}
