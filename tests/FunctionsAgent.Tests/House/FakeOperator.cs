using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Tests.House;

/// <summary>Answers the operator API with what a test wrote, and keeps what it was asked.</summary>
public sealed class FakeOperator(FakeOperator.Tape tape)
{
    [Function("FakeOperator")]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = "api/{*path}")] HttpRequest request, CancellationToken ct)
    {
        using var reader = new StreamReader(request.Body);
        var asked = $"{request.Method} {request.Path}{request.QueryString} {await reader.ReadToEndAsync(ct)}".TrimEnd();
        tape.Asked.Enqueue(asked);
        tape.Authorization.Enqueue(request.Headers.Authorization.ToString());
        var answer = tape.Answers.Where(a => asked.StartsWith(a.Key, StringComparison.Ordinal)).OrderByDescending(a => a.Key.Length).FirstOrDefault().Value;
        return answer is null ? FunctionsAgent.Access.Problem.Of(404, "unknown-conversation", "There is no such conversation.", "Nobody knows it.") : Results.Text(answer, "application/json");
    }

    public sealed class Tape
    {
        public ConcurrentDictionary<string, string> Answers { get; } = new();
        public ConcurrentQueue<string> Asked { get; } = new();
        public ConcurrentQueue<string> Authorization { get; } = new();
    }
}
