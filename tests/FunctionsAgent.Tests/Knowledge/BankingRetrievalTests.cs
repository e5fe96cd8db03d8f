using FunctionsAgent.Evaluation;
using Xunit.Abstractions;

namespace FunctionsAgent.Tests.Knowledge;

public sealed class BankingRetrievalTests(ITestOutputHelper output)
{
    [Fact]
    public void The_documents_of_banking_tasks_are_found_and_more_of_them_by_the_drawn_query()
    {
        if (!Banking.IsThere)
        {
            output.WriteLine("Nothing checked here: ../shared/data is not there.");
            return;
        }
        var documents = Banking.Articles();
        var queries = EvalRetrievalFile.Queries("tasks", Banking.QueryLines(), documents);
        var (whole, drawn) = (EvalRetrieval.Measure(documents, queries), EvalRetrieval.Measure(documents, queries, drawn: true));
        output.WriteLine($"{whole}\n{drawn}");

        Assert.Equal((698, 49), (whole.Documents, whole.Queries));
        Assert.True(whole.Ndcg10 >= 0.24, $"nDCG@10 {whole.Ndcg10:N3}");
        Assert.True(drawn.Ndcg10 > whole.Ndcg10, $"nDCG@10 {drawn.Ndcg10:N3} drawn, {whole.Ndcg10:N3} whole");
    }
}
