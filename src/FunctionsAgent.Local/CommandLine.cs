using System;
using System.CommandLine;
using System.IO;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Local.Verbs;

namespace FunctionsAgent.Local;

/// <summary>The command line. Exit codes: 0 fine, 1 found something, 2 wrong use.</summary>
internal static class CommandLine
{
    public const int Fine = 0;
    public const int Found = 1;
    public const int WrongUse = 2;

    public static RootCommand Build()
    {
        var root = new RootCommand("FunctionsAgent: a support agent in one process. Without a verb it runs.")
        {
            GlobalOptions.Data, GlobalOptions.Agents, GlobalOptions.Url, GlobalOptions.Token, GlobalOptions.Json, RunVerb.Urls,
            RunVerb.Create(), SendVerb.Create(), LogVerb.Create(), ExplainVerb.Create(), VerifyVerb.Create(), DescribeVerb.Create(), DoctorVerb.Create(), QueuesVerb.Create(), ParkedVerb.Create(),
            RequeueVerb.Create(), FindVerb.Create(), EraseVerb.Create(), BackupVerb.Create(), RestoreVerb.Create(), PauseVerb.Create("pause"), PauseVerb.Create("resume"), HandoffsVerb.Create(), KpiVerb.Create(), ReviewVerb.Create(), GuardsVerb.Create(), RegistrationsVerb.Create(), KnowledgeVerb.Create(), AgentVerb.Create(), SimulateVerb.Create(), SmokeVerb.Create(), EvalVerb.Create(), TrainVerb.Create(),
        };
        root.SetAction(RunVerb.RunAsync);
        return root;
    }

    /// <summary>The exit code. Ctrl+C and SIGTERM end a verb in good order.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken cancellationToken = default)
    {
        var result = Build().Parse(args);
        var invocation = new InvocationConfiguration
        {
            Output = output, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = QueueBinding.Patience * 2,
        };
        try
        {
            var code = await result.InvokeAsync(invocation, cancellationToken);
            return result.Errors.Count > 0 ? WrongUse : code;
        }
        catch (StartException e)
        {
            await error.WriteLineAsync($"error: {e.Message}");
            return WrongUse;
        }
        catch (ProblemException e)
        {
            await error.WriteLineAsync($"error: {e.Message}");
            return Found;
        }
        catch (HttpRequestException e)
        {
            await error.WriteLineAsync($"error: the instance cannot be reached: {e.Message} Start one with 'run', or check --url and --data.");
            return WrongUse;
        }
        catch (OperationCanceledException)
        {
            return Found;
        }
    }
}
